const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const SHORT: ReadonlyMap<string, string> = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);

const DAY = 1440;
/** A whole cycle of weekdays and leap years, from one that begins on a Monday, such as 2024. */
const YEARS_WATCHED = 28;

/**
 * The longest gap between two runs of a five-field cron line, in days (fractions for less than a day);
 * null when the line is not one or never matches. As in Vixie cron: when both the day of the month and the day of the
 * week are restricted, either is enough, unless one of them begins with a star.
 */
export function longestGapDays(cron: string): number | null {
  const line = SHORT.get(cron.trim().toLowerCase()) ?? cron.trim();
  const fields = line.split(/\s+/);
  if (fields.length !== 5) return null;
  const [minuteText = "", hourText = "", dayText = "", monthText = "", weekdayText = ""] = fields;
  const minutes = field(minuteText, 0, 59, []);
  const hours = field(hourText, 0, 23, []);
  const days = field(dayText, 1, 31, []);
  const months = field(monthText, 1, 12, MONTHS);
  const weekdays = field(weekdayText, 0, 7, DAYS);
  if (!minutes || !hours || !days || !months || !weekdays) return null;
  if (weekdays.has(7)) weekdays.add(0);

  const times = [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)).sort((a, b) => a - b);
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  let longest = 0;
  for (const [index, time] of times.entries()) longest = Math.max(longest, time - (times[index - 1] ?? time));

  const anyDay = days.size === 31 && weekdays.size >= 7;
  if (anyDay && months.size === 12) return Math.max(longest, DAY + first - last) / DAY;

  const both = /^[*?]/.test(dayText) || /^[*?]/.test(weekdayText);
  let before: number | null = null;
  let gaps = 0;
  // Monday the first of January of a leap year.
  let day = 0;
  for (let year = 0; year < YEARS_WATCHED; year++) {
    for (const [month, length] of monthLengths(year % 4 === 0).entries()) {
      for (let date = 1; date <= length; date++, day++) {
        if (!months.has(month + 1)) continue;
        const byDay = days.has(date);
        const byWeekday = weekdays.has((day + 1) % 7);
        if (both ? !(byDay && byWeekday) : !(byDay || byWeekday)) continue;
        if (before !== null) {
          longest = Math.max(longest, (day - before) * DAY + first - last);
          gaps++;
        }
        before = day;
      }
    }
  }
  return gaps === 0 ? null : longest / DAY;
}

function monthLengths(leap: boolean): readonly number[] {
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
}

/** The numbers that a field names, or null when it is not valid: lists, ranges, steps, names. */
function field(text: string, low: number, high: number, names: readonly string[]): Set<number> | null {
  const found = new Set<number>();
  for (const part of text.toLowerCase().split(",")) {
    const match = /^(?:(?<all>[*?])|(?<from>[a-z0-9]+)(?:-(?<to>[a-z0-9]+))?)(?:\/(?<step>\d+))?$/.exec(part);
    if (!match?.groups) return null;
    const { all, from, to, step } = match.groups;
    const start = all ? low : numberOf(from ?? "", low, names);
    const single = to === undefined && step === undefined;
    const end = all ? high : to !== undefined ? numberOf(to, low, names) : single ? start : high;
    const stride = step === undefined ? 1 : Number(step);
    if (start === null || end === null || start < low || end > high || start > end || stride < 1) return null;
    for (let value = start; value <= end; value += stride) found.add(value);
  }
  return found;
}

function numberOf(text: string, low: number, names: readonly string[]): number | null {
  const named = names.indexOf(text);
  if (named >= 0) return named + low;
  return /^\d{1,2}$/.test(text) ? Number(text) : null;
}
