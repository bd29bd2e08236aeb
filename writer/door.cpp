#include "writer/door.h"

#include "writer/writer_errors.h"

namespace ledger {

Result<Answer> Door::ask(Partition partition, Submission submission, Micros patience) {
  auto answer = submit(partition, std::move(submission));
  if (answer.wait_for(patience) != std::future_status::ready) return fail(unknown_outcome());
  return answer.get();
}

void Door::ask_then(Partition partition, Submission submission, Micros patience, Told told) {
  told(ask(partition, std::move(submission), patience));
}

}  // namespace ledger
