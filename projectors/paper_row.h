#pragma once

#include "projectors/row.h"

// What flatc made of paper_rows.fbs; it needs the types that the header above brings.
#include "paper_rows_generated.h"
