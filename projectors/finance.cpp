#include "projectors/finance.h"

#include <map>

#include "projectors/row_access.h"

namespace ledger {
namespace {

constexpr char kAccount = 'A';
constexpr char kBooking = 'B';
constexpr char kJournal = 'J';
constexpr char kEntry = 'E';
constexpr char kAccountDay = 'D';
constexpr char kBalance = 'S';
constexpr char kZone = 'Z';

HistoryBroken broken(const Accepted& accepted, const JournalPosted& entry, const std::string& why) {
  return HistoryBroken(accepted.position() + ", entry \"" + entry.memo + "\" of " +
                       entry.project.str() + ": " + why);
}

// Accounts that money itself comes from and goes to; the others only say whose it is.
bool holds_money(std::string_view account) {
  if (account == "equity:opening-balances") return true;
  return (account.starts_with("assets:") && account != finance::kReceivable) ||
         account.starts_with("liabilities:suspense");
}

bool is_tax(std::string_view account) {
  return account == "liabilities:cgst" || account == "liabilities:sgst";
}

// What one entry says of one booking.
struct Touch {
  Money receivable;
  Money advances;
  Money refunds_payable;
  Money taxes;
};

using Touches = std::map<BookingId, Touch>;

void add(Touch& touch, const wire::PostingT& posting) {
  if (posting.account == finance::kReceivable) touch.receivable += posting.amount;
  if (posting.account == finance::kAdvances) touch.advances += posting.amount;
  if (posting.account == finance::kRefundsPayable) touch.refunds_payable += posting.amount;
  if (is_tax(posting.account)) touch.taxes -= posting.amount;
}

// In an entry that moves money, what a booking owes shrinks by what came in, and what it is owed as
// refunds shrinks by what went out.
void apply(rows::FiguresRowT& row, const Touch& touch, bool moves_money) {
  row.receivable += touch.receivable;
  row.advances += touch.advances;
  row.refunds_payable += touch.refunds_payable;
  row.taxes += touch.taxes;
  if (!moves_money) return;
  row.received -= touch.receivable + touch.advances;
  if (touch.refunds_payable.negative()) {
    row.received -= touch.refunds_payable;
  } else {
    row.refunded += touch.refunds_payable;
  }
}

class Fold {
 public:
  Fold(const Accepted& accepted, Batch& rows) : accepted_(accepted), rows_(rows) {}

  // A project opens in the directory, then in its own partition: the latter's word is kept.
  void note_zone(const ProjectOpened& opened) {
    const auto zone = fixed_zone(opened.timezone);
    if (opened.partition != accepted_.partition || !zone) return;
    rows::ZoneRowT row;
    row.minutes = static_cast<std::int32_t>(zone->offset.count());
    put_row(rows_, Key(kZone).text(opened.project), row);
  }

  void post(const JournalPosted& entry) {
    Money sum;
    bool moves_money = false;
    Touches touches;
    for (const auto& posting : entry.postings) {
      sum += posting->amount;
      moves_money = moves_money || holds_money(posting->account);
      if (!posting->booking.empty()) add(touches[posting->booking], *posting);
    }
    if (!sum.zero()) {
      throw broken(accepted_, entry, "postings sum to " + std::to_string(sum.paise()) + " paise");
    }
    day_ = day_of_entry(entry);
    write_lines(entry);
    for (const auto& [booking, touch] : touches) {
      write_figures(entry, booking, touch, moves_money);
      write_balance(entry, booking, touch);
    }
    ++entries_;
  }

 private:
  void write_lines(const JournalPosted& entry) {
    rows::JournalRowT journal;
    journal.at = accepted_.record->recorded_at;
    journal.memo = entry.memo;
    journal.reference = entry.reference;
    std::uint64_t line = 0;
    for (const auto& posting : entry.postings) {
      journal.postings.push_back(std::make_unique<wire::PostingT>(*posting));
      add_to_account(entry.project, *posting);
      write_line(entry, *posting, line++);
    }
    put_row(rows_,
            Key(kJournal).text(entry.project).number(day()).number(sequence()).number(entries_),
            journal);
  }

  void add_to_account(const ProjectId& project, const wire::PostingT& posting) {
    add_to(Key(kAccount).text(project).text(posting.account), posting);
    add_to(Key(kAccountDay).text(project).text(posting.account).number(day()), posting);
  }

  void add_to(const Key& key, const wire::PostingT& posting) {
    auto account = get_row<rows::AccountRowT>(rows_, key).value_or(rows::AccountRowT{});
    if (posting.amount.negative()) {
      account.credit -= posting.amount;
    } else {
      account.debit += posting.amount;
    }
    put_row(rows_, key, account);
  }

  void write_line(const JournalPosted& entry, const wire::PostingT& posting, std::uint64_t line) {
    rows::EntryRowT row;
    row.at = accepted_.record->recorded_at;
    row.memo = entry.memo;
    row.reference = entry.reference;
    row.booking = posting.booking;
    row.amount = posting.amount;
    put_row(rows_,
            Key(kEntry)
                .text(entry.project)
                .text(posting.account)
                .number(day())
                .number(sequence())
                .number(entries_)
                .number(line),
            row);
  }

  void write_figures(const JournalPosted& entry, const BookingId& booking, const Touch& touch,
                     bool moves_money) {
    const auto key = Key(kBooking).text(entry.project).text(booking);
    auto row = get_row<rows::FiguresRowT>(rows_, key).value_or(rows::FiguresRowT{});
    row.project = entry.project;
    row.booking = booking;
    row.position = accepted_.position();
    apply(row, touch, moves_money);
    put_row(rows_, key, row);
  }

  void write_balance(const JournalPosted& entry, const BookingId& booking, const Touch& touch) {
    rows::BalanceRowT row;
    row.amount = touch.receivable + touch.advances + touch.refunds_payable;
    if (row.amount.zero()) return;
    row.at = accepted_.record->recorded_at;
    row.memo = entry.memo;
    row.reference = entry.reference;
    put_row(rows_,
            Key(kBalance)
                .text(entry.project)
                .text(booking)
                .number(day())
                .number(sequence())
                .number(entries_),
            row);
  }

  [[nodiscard]] Day day_of_entry(const JournalPosted& entry) const {
    if (entry.value_day != 0) return entry.value_day;
    const auto zone = get_row<rows::ZoneRowT>(rows_, Key(kZone).text(entry.project));
    return day_of(accepted_.record->recorded_at, zone ? Zone{minutes(zone->minutes)} : kIndia);
  }

  [[nodiscard]] Sequence sequence() const { return accepted_.record->sequence; }

  [[nodiscard]] std::uint64_t day() const { return static_cast<std::uint64_t>(day_); }

  const Accepted& accepted_;
  Batch& rows_;
  std::uint64_t entries_ = 0;
  Day day_ = 0;  // the value date of the entry at hand
};

finance::Figures figures_of(const rows::FiguresRowT& row) {
  finance::Figures figures;
  figures.project = row.project;
  figures.booking = row.booking;
  figures.outstanding = row.receivable;
  figures.credit = -row.advances;
  figures.refund_due = -row.refunds_payable;
  figures.paid = row.received;
  figures.refunded = row.refunded;
  figures.tax = row.taxes;
  figures.price = row.receivable + row.advances + row.refunds_payable + row.received - row.refunded;
  figures.position = row.position;
  return figures;
}

Key at_place(Key prefix, finance::BookPlace place) {
  return prefix.number(static_cast<std::uint64_t>(place.day)).number(place.sequence);
}

finance::BookPlace place_in(KeyParts& parts) {
  const auto day = static_cast<Day>(parts.number().value());
  return {day, parts.number().value()};
}

}  // namespace

void FinanceView::apply(const Accepted& accepted, Batch& rows) const {
  Fold fold(accepted, rows);
  for (const auto& event : accepted.record->events) {
    if (const auto* entry = std::get_if<JournalPosted>(&event)) fold.post(*entry);
    if (const auto* opened = std::get_if<ProjectOpened>(&event)) fold.note_zone(*opened);
  }
}

namespace finance {

TrialBalance trial_balance(const Rows& rows, const std::optional<ProjectId>& project) {
  const auto prefix = project ? Key(kAccount).text(*project) : Key(kAccount);
  std::map<std::string, Account> by_name;
  TrialBalance balance;
  rows.scan(prefix, prefix, [&](std::string_view key, std::string_view value) {
    KeyParts parts(key);
    parts.text();  // the project
    auto name = parts.text().value();
    auto& account = by_name[name];
    const auto row = decode_row<rows::AccountRowT>(value);
    account.account = std::move(name);
    account.debit += row.debit;
    account.credit += row.credit;
    balance.sum += row.debit - row.credit;
    return true;
  });
  for (auto& [name, account] : by_name) balance.accounts.push_back(std::move(account));
  return balance;
}

std::optional<Figures> figures(const Rows& rows, const ProjectId& project,
                               const BookingId& booking) {
  const auto row = get_row<rows::FiguresRowT>(rows, Key(kBooking).text(project).text(booking));
  if (!row) return std::nullopt;
  return figures_of(*row);
}

Money balance(const Figures& figures) {
  return figures.outstanding - figures.credit - figures.refund_due;
}

void balance_lines(const Rows& rows, const ProjectId& project, const BookingId& booking, Day to,
                   const std::function<bool(const BalanceLine&)>& each) {
  const auto prefix = Key(kBalance).text(project).text(booking);
  rows.scan(prefix, prefix, [&](std::string_view key, std::string_view value) {
    KeyParts parts(key);
    parts.text();
    parts.text();
    const auto day = static_cast<Day>(parts.number().value());
    return day <= to && each({day, decode_row<rows::BalanceRowT>(value)});
  });
}

void all_figures(const Rows& rows, const std::optional<ProjectId>& project,
                 const std::function<bool(const Figures&)>& each) {
  const auto prefix = project ? Key(kBooking).text(*project) : Key(kBooking);
  rows.scan(prefix, prefix, [&each](std::string_view, std::string_view value) {
    return each(figures_of(decode_row<rows::FiguresRowT>(value)));
  });
}

void day_book(const Rows& rows, const ProjectId& project, BookPlace from,
              const std::function<bool(const DayBookEntry&)>& each) {
  const auto prefix = Key(kJournal).text(project);
  rows.scan(prefix, at_place(prefix, from), [&each](std::string_view key, std::string_view value) {
    KeyParts parts(key);
    parts.text();
    const auto place = place_in(parts);
    return each({place, decode_row<rows::JournalRowT>(value)});
  });
}

void account_entries(const Rows& rows, const ProjectId& project, std::string_view account,
                     BookPlace from, const std::function<bool(const AccountEntry&)>& each) {
  const auto prefix = Key(kEntry).text(project).text(account);
  rows.scan(prefix, at_place(prefix, from), [&each](std::string_view key, std::string_view value) {
    KeyParts parts(key);
    parts.text();
    parts.text();
    const auto place = place_in(parts);
    return each({place, decode_row<rows::EntryRowT>(value)});
  });
}

Money account_balance(const Rows& rows, const ProjectId& project, std::string_view account,
                      Day before) {
  const auto prefix = Key(kAccountDay).text(project).text(account);
  Money balance;
  rows.scan(prefix, prefix, [&](std::string_view key, std::string_view value) {
    KeyParts parts(key);
    parts.text();
    parts.text();
    if (static_cast<Day>(parts.number().value()) >= before) return false;
    const auto row = decode_row<rows::AccountRowT>(value);
    balance += row.debit - row.credit;
    return true;
  });
  return balance;
}

}  // namespace finance
}  // namespace ledger
