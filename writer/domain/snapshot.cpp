#include "writer/domain/state.h"
