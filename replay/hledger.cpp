#include "replay/hledger.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <map>
#include <set>

#include "events/record.h"
#include "replay/accepted.h"

namespace ledger {
namespace {

constexpr const char* kHead =
    "; Journal entries of a Plotledger, as posted: debits positive, credits negative.\n"
    "decimal-mark .\n";

// What is not part of a code, a description or a tag's value.
std::string plain(std::string_view text) {
  std::string clean(text);
  std::replace_if(
      clean.begin(), clean.end(),
      [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f ||
               std::string_view("();,|").find(c) != std::string_view::npos;
      },
      ' ');
  return clean;
}

std::string posting_line(const wire::PostingT& posting, std::string_view currency) {
  std::string line = "    " + posting.account + "  ";
  line.append(currency).append(" ").append(decimal_text(posting.amount));
  if (!posting.booking.empty()) line += "  ; booking:" + plain(posting.booking.str());
  return line + "\n";
}

// How far a partition is read: past neither of the two.
struct Bound {
  Sequence sequence = std::numeric_limits<Sequence>::max();
  Instant recorded_at = Instant::micros(std::numeric_limits<std::int64_t>::max());
};

Bound bound_of(const std::optional<AsOfPoint>& until, Partition partition) {
  Bound bound;
  if (!until) return bound;
  if (const auto* at = std::get_if<Instant>(&*until)) {
    bound.recorded_at = *at;
  } else if (const auto named = std::get<Position>(*until).at(partition); named != 0) {
    bound.sequence = named;
  }
  return bound;
}

// What entries do not say themselves: each project's zone and currency.
struct Home {
  Zone zone = kIndia;
  std::string currency = "INR";
};

class Writer {
 public:
  explicit Writer(const std::string& path) : file_(path, std::ios::binary | std::ios::trunc) {
    file_ << kHead;
  }

  void write(Partition partition, const Record& record) {
    const auto position = to_string(partition, record.sequence);
    for (const auto& event : record.events) {
      if (const auto* opened = std::get_if<ProjectOpened>(&event)) {
        homes_[opened->project].zone = fixed_zone(opened->timezone).value_or(kIndia);
      } else if (const auto* prices = std::get_if<PricesSet>(&event)) {
        homes_[prices->project].currency = prices->currency;
      } else if (const auto* entry = std::get_if<JournalPosted>(&event)) {
        write(*entry, record.recorded_at, position);
      }
    }
  }

  // Declarations may follow what they declare; they make `hledger check --strict` a check of ours.
  Result<void> finish(const std::string& path, const Position& position) {
    for (const auto& account : accounts_) file_ << "account " << account << '\n';
    for (const auto& currency : currencies_) file_ << "commodity " << currency << " 1000.00\n";
    file_ << "; " << entries_ << " entries, as of " << to_string(position) << '\n';
    if (file_.flush()) return {};
    return fail(ErrorCode::kUnavailable, "export-unwritable", "cannot write to " + path);
  }

  [[nodiscard]] bool good() const { return static_cast<bool>(file_); }

  [[nodiscard]] std::uint64_t entries() const { return entries_; }

 private:
  void write(const JournalPosted& entry, Instant recorded_at, std::string_view position) {
    const auto& home = homes_[entry.project];
    const Day day = entry.value_day != 0 ? entry.value_day : day_of(recorded_at, home.zone);
    file_ << hledger_entry(entry, day, home.currency, position);
    for (const auto& posting : entry.postings) accounts_.insert(posting->account);
    currencies_.insert(home.currency);
    ++entries_;
  }

  std::ofstream file_;
  std::map<ProjectId, Home> homes_;
  std::set<std::string> accounts_, currencies_;
  std::uint64_t entries_ = 0;
};

Result<Sequence> write_partition(EventLog& log, Partition partition, const Bound& bound,
                                 Writer& writer, const VerifyProgress& progress) {
  const auto end = log.end(partition);
  if (!end) return fail(end.error());
  const auto name = "partition " + std::to_string(partition);
  std::optional<Error> broken;
  const auto seen = each_accepted(
      log, partition, *end,
      [&](const StoredRecord& stored, const Link& link) {
        if (link.sequence > bound.sequence || link.recorded_at > bound.recorded_at) return false;
        const auto record = decode(stored.bytes);
        if (!record) {
          broken = record.error();
          return false;
        }
        writer.write(partition, *record);
        return writer.good();
      },
      [&](Offset next) {
        progress(name, static_cast<std::uint64_t>(next), static_cast<std::uint64_t>(*end));
      });
  if (!seen) return fail(seen.error());
  if (broken) return fail(*broken);
  return seen->head.sequence;
}

}  // namespace

std::string decimal_text(Money amount) {
  const auto paise = amount.paise();
  const auto size = paise < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(paise)
                              : static_cast<std::uint64_t>(paise);
  const auto cents = std::to_string(100 + size % 100).substr(1);
  return (paise < 0 ? "-" : "") + std::to_string(size / 100) + "." + cents;
}

std::string hledger_entry(const JournalPosted& entry, Day value_day, std::string_view currency,
                          std::string_view position) {
  std::string text = "\n" + date_text(value_day) + " (" + plain(entry.reference) + ") " +
                     plain(entry.memo) + "  ; position:" + std::string(position) +
                     ", project:" + plain(entry.project.str()) + "\n";
  for (const auto& posting : entry.postings) text += posting_line(*posting, currency);
  return text;
}

Result<HledgerExport> export_hledger(EventLog& log, const std::string& file,
                                     const std::optional<AsOfPoint>& until,
                                     const VerifyProgress& progress) {
  Writer writer(file);
  Position reached;
  for (Partition partition = 0; partition < log.partitions(); ++partition) {
    const auto last = write_partition(log, partition, bound_of(until, partition), writer, progress);
    if (!last) return fail(last.error());
    if (*last > 0) reached.advance(partition, *last);
  }
  if (const auto* position = until ? std::get_if<Position>(&*until) : nullptr;
      position != nullptr && !reached.covers(*position)) {
    return fail(ErrorCode::kInvalid, "position-ahead",
                "the ledger is at " + to_string(reached) + ", not yet at " + to_string(*position));
  }
  if (auto done = writer.finish(file, reached); !done) return fail(done.error());
  return HledgerExport{writer.entries(), reached};
}

}  // namespace ledger
