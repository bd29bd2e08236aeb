#pragma once

#include "query-api/documents/pdf.h"

// How our papers look: one grey scale, one green, and room. Lengths in points.
namespace ledger::paper::look {

inline constexpr double kLeft = 48;
inline constexpr double kRight = kPageWidth - 48;
inline constexpr double kWidth = kRight - kLeft;
inline constexpr double kTop = 44;
inline constexpr double kBottom = kPageHeight - 60;  // the parts end here, the foot is below
inline constexpr double kGap = 13;                   // between parts

inline constexpr Colour kInk{28, 36, 48};
inline constexpr Colour kMuted{96, 106, 118};
inline constexpr Colour kRule{208, 214, 219};
inline constexpr Colour kTint{242, 246, 244};
inline constexpr Colour kAccent{20, 83, 65};
inline constexpr Colour kAlarm{170, 32, 38};

inline constexpr Type kTitle{.size = 19, .colour = kInk, .align = Align::kRight};
inline constexpr Type kProject{.size = 15, .bold = true, .colour = kAccent};
inline constexpr Type kText{.size = 9.5, .colour = kInk, .leading = 1.05};
inline constexpr Type kStrong{.size = 9.5, .bold = true, .colour = kInk};
inline constexpr Type kSmall{.size = 8, .colour = kMuted};
inline constexpr Type kLabel{.size = 7.5, .colour = kMuted, .tracking = 0.2};
inline constexpr Type kHeading{.size = 11, .bold = true, .colour = kInk};
inline constexpr Type kSubheading{.size = 9.5, .bold = true, .colour = kAccent};
inline constexpr Type kFigure{.size = 22, .bold = true, .colour = kInk};
inline constexpr Type kCell{.size = 8.5, .colour = kInk};

constexpr Type right(Type type) {
  type.align = Align::kRight;
  return type;
}

}  // namespace ledger::paper::look
