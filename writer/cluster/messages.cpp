#include "writer/cluster/messages.h"

#include "events/record.h"
#include "writer/cluster/packing.h"

namespace ledger::cluster {
namespace {

using packing::Packer;
using packing::Unpacker;

tl::unexpected<Error> malformed() {
  return fail(ErrorCode::kInvalid, "message-malformed", "a message of another node is malformed");
}

tl::unexpected<Error> nodes_differ() {
  Error error{ErrorCode::kUnavailable, "nodes-differ",
              "the nodes of this ledger run different programs; upgrade them all"};
  error.retry_after_s = 5;
  return fail(std::move(error));
}

// An Answer on its way: its record as stored bytes.
struct PackedAnswer {
  Partition partition = 0;
  Sequence sequence = 0;
  std::string record;  // empty: none
  bool replayed = false;
};

const Hash& shape() {
  static const Hash hash = [] {
    std::string text;
    packing::add_shape<Request>(text);
    packing::add_shape<Error>(text);
    packing::add_shape<PackedAnswer>(text);
    return sha256(text);
  }();
  return hash;
}

enum class ReplyKind : std::uint8_t { kError, kAnswer, kBuyers, kDone };

PackedAnswer packed(const Answer& answer) {
  return {answer.partition, answer.sequence, answer.record ? encode(*answer.record) : "",
          answer.replayed};
}

Result<Reply> unpacked(const PackedAnswer& packed) {
  Answer answer{packed.partition, packed.sequence, nullptr, packed.replayed};
  if (packed.record.empty()) return answer;
  auto record = decode(packed.record);
  if (!record) return malformed();
  answer.record = std::make_shared<const Record>(std::move(*record));
  return answer;
}

template <class T>
Result<T> got(Unpacker& from) {
  T value;
  from.get(value);
  if (!from.whole()) return malformed();
  return value;
}

}  // namespace

std::string pack_request(const Request& request) {
  return Packer().put(shape()).put(request).take();
}

Result<Request> unpack_request(std::string_view bytes) {
  Unpacker from(bytes);
  Hash theirs;
  from.get(theirs);
  if (theirs != shape()) return nodes_differ();
  return got<Request>(from);
}

std::string pack_reply(const Result<Reply>& reply) {
  Packer to;
  to.put(shape());
  if (!reply) return to.put(ReplyKind::kError).put(reply.error()).take();
  std::visit(
      Match{[&](const Answer& answer) { to.put(ReplyKind::kAnswer).put(packed(answer)); },
            [&](const std::vector<BuyerId>& buyers) { to.put(ReplyKind::kBuyers).put(buyers); },
            [&](const Done&) { to.put(ReplyKind::kDone); }},
      *reply);
  return to.take();
}

Result<Reply> unpack_reply(std::string_view bytes) {
  Unpacker from(bytes);
  Hash theirs;
  ReplyKind kind = ReplyKind::kError;
  from.get(theirs);
  if (theirs != shape()) return nodes_differ();
  from.get(kind);
  switch (kind) {
    case ReplyKind::kError: {
      auto error = got<Error>(from);
      return fail(error ? std::move(*error) : std::move(error.error()));
    }
    case ReplyKind::kAnswer:
      return got<PackedAnswer>(from).and_then(unpacked);
    case ReplyKind::kBuyers:
      return got<std::vector<BuyerId>>(from).map(
          [](auto buyers) { return Reply(std::move(buyers)); });
    case ReplyKind::kDone:
      if (from.whole()) return Reply(Done{});
      return malformed();
  }
  return malformed();
}

}  // namespace ledger::cluster
