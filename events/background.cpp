#include "events/background.h"

#include <sys/resource.h>
#include <unistd.h>

namespace ledger {
namespace {

constexpr int kNice = 10;

}  // namespace

void go_behind_answers() {
  (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
}

}  // namespace ledger
