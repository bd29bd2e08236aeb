#include "query-api/documents/template.h"

#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query-api/documents/letter.h"

namespace ledger::paper {
namespace {

using testing::HasSubstr;

constexpr std::array kKinds{TemplateKind::kAgreement, TemplateKind::kAllotment,
                            TemplateKind::kReceipt, TemplateKind::kDemand,
                            TemplateKind::kIntroduction};

std::vector<Fault> faults_of(TemplateKind kind, std::string_view text) {
  const auto parsed = parse_template(kind, text);
  return parsed ? std::vector<Fault>{} : parsed.error().faults;
}

std::string text_of(TemplateKind kind, std::string_view text, const TemplateValues& values) {
  return text_of(fill(parse_template(kind, text).value(), values).value());
}

std::string message_of(std::string_view text, const TemplateValues& values) {
  return text_of(TemplateKind::kIntroduction, text, values);
}

TEST(Templates, AnUnknownPlaceholderIsNamedWithItsLineAndTheNearest) {
  const auto refused =
      parse_template(TemplateKind::kAgreement, "Hello\n\n{{first_aplicant}} and\n{{zzzzzz}}\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "template-invalid");
  EXPECT_EQ(refused.error().faults,
            (std::vector<Fault>{
                {"line 3", "{{first_aplicant}} is not known; did you mean {{first_applicant}}?"},
                {"line 4", "{{zzzzzz}} is not known"}}));
  EXPECT_THAT(refused.error().message, HasSubstr("2 faults; the first: line 3"));
}

TEST(Templates, EveryFaultIsNamed) {
  const struct {
    std::string_view text;
    std::vector<Fault> faults;
  } cases[] = {
      {"", {{"line 1", "the template is empty"}}},
      {" \n\n", {{"line 1", "the template is empty"}}},
      {"a {{date", {{"line 1", "{{ is not closed on its line"}}},
      {"a **b\n\nc", {{"line 1", "** is not closed in its paragraph"}}},
      {"a {{price_table}} b", {{"line 1", "{{price_table}} must stand on a line of its own"}}},
      {"a {{#if gstin}} b", {{"line 1", "{{#if gstin}} must stand on a line of its own"}}},
      {"{{#if gstin}}\nx", {{"line 1", "{{#if gstin}} has no {{/if}}"}}},
      {"x\n{{/if}}", {{"line 2", "{{/if}} ends nothing"}}},
      {"{{#if price_table}}\nx\n{{/if}}",
       {{"line 1", "{{price_table}} is a block and has no value to ask for"}}},
      {"{{#if gstn}}\nx\n{{/if}}", {{"line 1", "{{gstn}} is not known; did you mean {{gstin}}?"}}},
      {"# {{}}", {{"line 1", "{{}} is not known"}}},
      {"ok\nbad \xFF", {{"line 2", "is not UTF-8 text"}}},
      {std::string_view("a\0b", 3), {{"line 1", "is not UTF-8 text"}}},
  };

  for (const auto& one : cases)
    EXPECT_EQ(faults_of(TemplateKind::kAgreement, one.text), one.faults) << one.text;
}

TEST(Templates, PlaceholdersOfAnotherKindAreNotKnown) {
  EXPECT_EQ(faults_of(TemplateKind::kReceipt, "{{amount}}").size(), 0U);
  EXPECT_EQ(faults_of(TemplateKind::kAgreement, "{{amount_words}}").size(), 1U);
  EXPECT_EQ(faults_of(TemplateKind::kIntroduction, "{{price_table}}").size(), 1U);
}

TEST(Templates, TooLongOrTooManyFaultsStayBounded) {
  const auto long_one =
      parse_template(TemplateKind::kReceipt, std::string(kMaxTemplateBytes + 1, 'x'));
  ASSERT_FALSE(long_one);
  EXPECT_EQ(long_one.error().reason, "template-too-long");
  std::string many;
  for (int i = 0; i < 500; ++i) many += "{{nothing_at_all}}\n";
  const auto faulty = parse_template(TemplateKind::kReceipt, many);
  EXPECT_EQ(faulty.error().faults.size(), kMaxTemplateFaults);
  EXPECT_THAT(faulty.error().message, HasSubstr("500 faults"));
}

TEST(Templates, BlocksComeOutInOrder) {
  const auto parsed =
      parse_template(TemplateKind::kAgreement,
                     "# Head\nText **bold\nmore** end\n- one\n  goes on\n12. two\n---\n"
                     "{{price_table}}\n{{ signatures }}\n{{page_break}}\n## Sub\nlast \\*x\\*");
  ASSERT_TRUE(parsed) << parsed.error().message;
  using Kind = Block::Kind;
  std::vector<Kind> kinds;
  for (const auto& block : parsed->blocks) kinds.push_back(block.kind);
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::kHeading, Kind::kParagraph, Kind::kItem, Kind::kItem,
                                      Kind::kRule, Kind::kGrid, Kind::kSignatures, Kind::kPageBreak,
                                      Kind::kSubheading, Kind::kParagraph}));
  const auto body =
      fill(*parsed, sample_values(TemplateKind::kAgreement, Language::kEnglish)).value();
  EXPECT_EQ(body[1].runs.size(), 5U);
  EXPECT_TRUE(body[1].runs[1].bold);
  EXPECT_EQ(body[3].marker, "12.");
  EXPECT_EQ(body.back().runs.front().text, "last *x*");
}

TEST(Templates, AnEmptyValueLeavesItsPartOut) {
  TemplateValues values;
  values.texts = {{"project", "P"}, {"next_due_on", ""}, {"next_due_amount", "₹5.00"}};
  const auto* text =
      "{{project}}\n{{#if next_due_on}}\non {{next_due_on}}\n{{#if "
      "next_due_amount}}\nx\n{{/if}}\n{{/if}}\nend";
  EXPECT_EQ(message_of(text, values), "P\n\nend\n");
  values.texts["next_due_on"] = "1 May";
  EXPECT_EQ(message_of(text, values), "P\n\non 1 May\n\nx\n\nend\n");
}

TEST(Templates, AnEmptyValueIsALineToWriteOnInAnAgreementOnly) {
  constexpr auto kText = "Made in {{state}}.\n\n{{#if gstin}}\nGSTIN {{gstin}}.\n{{/if}}";
  TemplateValues values;
  values.texts = {{"state", ""}, {"gstin", ""}};
  EXPECT_EQ(text_of(TemplateKind::kAgreement, kText, values), "Made in ____________.\n");
  EXPECT_EQ(text_of(TemplateKind::kAllotment, kText, values), "Made in .\n");
}

TEST(Templates, AMessageKeepsItsLines) {
  TemplateValues values;
  values.texts = {{"project", "P"}};
  EXPECT_EQ(message_of("a\nb {{project}}\n\n- c\n- d\n\ne", values), "a\nb P\n\n• c\n• d\n\ne\n");
}

TEST(Templates, AValueIsNeverReadAsATemplate) {
  TemplateValues values;
  values.texts = {{"project", "{{developer}} **x** \\ # y"}};
  EXPECT_EQ(message_of("{{project}}", values), "{{developer}} **x** \\ # y\n");
}

TEST(Templates, AMissingValueIsNamed) {
  const auto parsed =
      parse_template(TemplateKind::kIntroduction, "{{project}} {{developer}}").value();
  TemplateValues values;
  values.texts = {{"project", "P"}};
  const auto refused = fill(parsed, values);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "template-value-missing");
  EXPECT_THAT(refused.error().message, HasSubstr("{{developer}}"));
}

TEST(DefaultTemplates, AreSoundAndUseWhatTheirPapersKnow) {
  for (const auto kind : kKinds) {
    for (const auto language : {Language::kEnglish, Language::kHindi}) {
      const auto parsed = parse_template(kind, default_template(kind, language));
      ASSERT_TRUE(parsed) << to_string(kind) << ": " << parsed.error().message;
      const auto body = fill(*parsed, sample_values(kind, language));
      ASSERT_TRUE(body) << to_string(kind) << ": " << body.error().message;
      EXPECT_EQ(text_of(*body).find("{{"), std::string::npos);
    }
  }
}

TEST(DefaultTemplates, AMessagePromisesNothingThatIsMissing) {
  const auto hangs = [](const std::string& text) {
    for (const auto* end : {": .", ": ।", ":\n\n"})
      if (text.find(end) != std::string::npos) return true;
    return false;
  };
  for (const auto language : {Language::kEnglish, Language::kHindi}) {
    const auto kind = TemplateKind::kIntroduction;
    const auto parsed = parse_template(kind, default_template(kind, language)).value();
    for (const auto* name : {"support_phone", "personal_url"}) {
      auto values = sample_values(kind, language);
      const auto whole = text_of(fill(parsed, values).value());
      EXPECT_THAT(whole, HasSubstr(values.texts[name]));
      EXPECT_FALSE(hangs(whole)) << whole;
      values.texts[name].clear();
      const auto said = text_of(fill(parsed, values).value());
      EXPECT_FALSE(hangs(said)) << said;
    }
  }
}

TEST(DefaultTemplates, SayTheSameThingsInBothLanguages) {
  for (const auto kind : kKinds) {
    std::set<std::string> used[2];
    for (const auto language : {Language::kEnglish, Language::kHindi}) {
      const auto parsed = parse_template(kind, default_template(kind, language)).value();
      for (const auto& block : parsed.blocks) {
        for (const auto& piece : block.pieces)
          if (piece.placeholder) used[static_cast<int>(language)].insert(piece.text);
        if (!block.named.empty()) used[static_cast<int>(language)].insert(block.named);
      }
    }
    EXPECT_EQ(used[0], used[1]) << to_string(kind);
  }
}

TEST(Placeholders, EachHasAValueForItsKindAndAMeaningInBothLanguages) {
  for (const auto kind : kKinds) {
    const auto values = sample_values(kind, Language::kEnglish);
    for (const auto& placeholder : placeholders(kind)) {
      EXPECT_FALSE(placeholder.english.empty() || placeholder.hindi.empty()) << placeholder.name;
      const std::string name(placeholder.name);
      if (!placeholder.block) {
        EXPECT_TRUE(values.texts.contains(name)) << name;
      } else if (name.ends_with("_table")) {
        EXPECT_TRUE(values.grids.contains(name)) << name;
      }
    }
    EXPECT_EQ(template_kind(to_string(kind)), kind);
  }
  EXPECT_EQ(template_kind("letter"), std::nullopt);
}

// Any text is either a template or refused by line; both within its bounds.
TEST(Templates, AnyTextIsReadOrRefused) {
  std::mt19937 random(5);
  const std::vector<std::string> parts{"{{", "}}",   "date", "#if ", "/if",         "**",   "\\",
                                       "\n", "# ",   "- ",   "1. ",  "price_table", " ",    "a",
                                       "ह",  "\xFF", "---",  "{",    "}",           "gstin"};
  int accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (auto n = random() % 12; n > 0; --n) text += parts[random() % parts.size()];
    const auto parsed = parse_template(TemplateKind::kAgreement, text);
    if (!parsed) {
      ASSERT_FALSE(parsed.error().faults.empty()) << text;
      ASSERT_TRUE(parsed.error().faults.front().pointer.starts_with("line ")) << text;
      continue;
    }
    ++accepted;
    ASSERT_TRUE(fill(*parsed, sample_values(TemplateKind::kAgreement, Language::kHindi))) << text;
  }
  EXPECT_GT(accepted, 100);
}

}  // namespace
}  // namespace ledger::paper
