#include "projectors/directory.h"

#include "projectors/row_access.h"

namespace ledger {
namespace {

constexpr char kLedger = 'L';
constexpr char kProject = 'P';
constexpr char kApiKey = 'K';
constexpr char kBuyer = 'B';
constexpr char kUnmatched = 'U';
constexpr char kWriter = 'W';

class Fold {
 public:
  Fold(const Accepted& accepted, Batch& rows) : accepted_(accepted), rows_(rows) {}

  void operator()(const LedgerFounded& event) {
    rows::LedgerRowT row;
    row.ledger = event.ledger;
    row.partitions = event.partitions;
    row.max_in_flight = event.max_in_flight;
    put_row(rows_, Key(kLedger), row);
  }

  void operator()(const PartitionsAdded& event) {
    auto row = known<rows::LedgerRowT>(Key(kLedger), "partitions were added to no ledger");
    row.partitions = event.partitions;
    put_row(rows_, Key(kLedger), row);
  }

  void operator()(const ProjectOpened& event) {
    rows::ProjectRowT row;
    row.project = event.project;
    row.partition = event.partition;
    row.name = event.name;
    row.code = event.code;
    row.city = event.city;
    row.timezone = event.timezone;
    row.rera_no = event.rera_no;
    row.position = accepted_.position();
    row.opened_at = accepted_.record->recorded_at;
    put_row(rows_, Key(kProject).text(event.project), row);
  }

  void operator()(const ApiKeyIssued& event) {
    rows::ApiKeyRowT row;
    row.key = event.key;
    row.role = event.role;
    row.name = event.name;
    row.projects = event.projects;
    row.issued_at = accepted_.record->recorded_at;
    put_row(rows_, Key(kApiKey).text(event.key), row);
  }

  void operator()(const ApiKeyRevoked& event) {
    const auto key = Key(kApiKey).text(event.key);
    auto row = known<rows::ApiKeyRowT>(key, "a key was revoked that was never issued");
    row.revoked = true;
    row.revoked_reason = event.reason;
    put_row(rows_, key, row);
  }

  void operator()(const BuyerRegistered& event) {
    rows::BuyerRowT row;
    row.buyer = event.buyer;
    if (event.contact) row.contact = std::make_unique<wire::SealedT>(*event.contact);
    row.registered_at = accepted_.record->recorded_at;
    put_row(rows_, Key(kBuyer).text(event.buyer), row);
  }

  void operator()(const PaymentUnmatched& event) {
    if (!event.payment) throw HistoryBroken("an unmatched payment without the payment");
    rows::UnmatchedPaymentRowT row;
    row.payment = std::make_unique<wire::PaymentT>(*event.payment);
    row.status = event.status;
    row.position = accepted_.position();
    row.at = accepted_.record->recorded_at;
    put_row(rows_, Key(kUnmatched).text(event.payment->payment), row);
  }

  void operator()(const PaymentMatched& event) { rows_.erase(Key(kUnmatched).text(event.payment)); }

  template <class Other>
  void operator()(const Other& /*event*/) {}

 private:
  template <class RowT>
  RowT known(std::string_view key, const char* otherwise) {
    auto row = get_row<RowT>(rows_, key);
    if (!row) throw HistoryBroken(std::string(otherwise) + " (" + accepted_.position() + ")");
    return std::move(*row);
  }

  const Accepted& accepted_;
  Batch& rows_;
};

void note_writer(const Accepted& accepted, const WriterStarted& event, Batch& rows) {
  rows::WriterRowT row;
  row.partition = accepted.partition;
  row.term = accepted.record->term;
  row.node = event.node;
  row.advertised_url = event.advertised_url;
  row.since = accepted.record->recorded_at;
  put_row(rows, Key(kWriter).number(accepted.partition), row);
}

}  // namespace

void DirectoryView::apply(const Accepted& accepted, Batch& rows) const {
  Fold fold(accepted, rows);
  for (const auto& event : accepted.record->events) {
    if (const auto* started = std::get_if<WriterStarted>(&event)) {
      note_writer(accepted, *started, rows);
    } else if (accepted.partition == kDirectory) {
      std::visit(fold, event);
    }
  }
}

namespace directory {

std::optional<rows::LedgerRowT> ledger(const Rows& rows) {
  return get_row<rows::LedgerRowT>(rows, Key(kLedger));
}

std::optional<rows::ProjectRowT> project(const Rows& rows, const ProjectId& project) {
  return get_row<rows::ProjectRowT>(rows, Key(kProject).text(project));
}

std::vector<rows::ProjectRowT> projects(const Rows& rows) {
  return all_rows<rows::ProjectRowT>(rows, Key(kProject));
}

std::optional<rows::ApiKeyRowT> api_key(const Rows& rows, const KeyId& key) {
  return get_row<rows::ApiKeyRowT>(rows, Key(kApiKey).text(key));
}

std::vector<rows::ApiKeyRowT> api_keys(const Rows& rows) {
  return all_rows<rows::ApiKeyRowT>(rows, Key(kApiKey));
}

std::optional<rows::BuyerRowT> buyer(const Rows& rows, const BuyerId& buyer) {
  return get_row<rows::BuyerRowT>(rows, Key(kBuyer).text(buyer));
}

std::vector<rows::UnmatchedPaymentRowT> unmatched_payments(const Rows& rows) {
  return all_rows<rows::UnmatchedPaymentRowT>(rows, Key(kUnmatched));
}

std::vector<rows::WriterRowT> writers(const Rows& rows) {
  return all_rows<rows::WriterRowT>(rows, Key(kWriter));
}

std::optional<rows::WriterRowT> writer(const Rows& rows, Partition partition) {
  return get_row<rows::WriterRowT>(rows, Key(kWriter).number(partition));
}

}  // namespace directory
}  // namespace ledger
