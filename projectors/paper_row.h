#pragma once

#include "paper_rows_generated.h"
#include "projectors/row.h"
