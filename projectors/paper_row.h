#pragma once

#include "projectors/row.h"
#include "paper_rows_generated.h"
