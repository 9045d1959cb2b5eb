const WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const WEEKDAY_LONG = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MONTH = `(?<month>${MONTHS.join("|")})`;
const TIME = "(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})";

/** RFC 9110 §5.6.7: the form that is sent today, and the two old ones that recipients must still accept. */
const FORMS = [
  new RegExp(`^${WEEKDAY}, (?<day>\\d{2}) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
  new RegExp(`^${WEEKDAY_LONG}, (?<day>\\d{2})-${MONTH}-(?<year>\\d{2}) ${TIME} GMT$`),
  new RegExp(`^${WEEKDAY} ${MONTH} (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`),
];

/** RFC 5322 §3.3 and §4.3, as mail libraries write it: some HTTP clients take their date from one. */
const MAIL_FORM = new RegExp(
  `^(?:${WEEKDAY}, *)?(?<day>\\d{1,2}) ${MONTH} (?<year>\\d{4}) (?<hour>\\d{2}):(?<minute>\\d{2})(?::(?<second>\\d{2}))? (?<zone>[+-]\\d{4}|[a-z]{1,3})$`,
  "i",
);

/** What the named zones are ahead of UTC, in hours. */
const ZONES: Readonly<Record<string, number>> = {
  UT: 0,
  UTC: 0,
  GMT: 0,
  Z: 0,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

/**
 * The moment that a date in a header names, as {@link parseHttpDate}, in a form of mails as well; null when it is neither.
 */
export function parseHeaderDate(text: string, now = Date.now()): number | null {
  const strict = parseHttpDate(text, now);
  if (strict !== null) return strict;
  const fields = MAIL_FORM.exec(text)?.groups;
  const ahead = fields && minutesAhead(fields["zone"] ?? "");
  if (ahead === undefined || ahead === null) return null;
  const local = moment({ ...fields, second: fields?.["second"] ?? "00" }, now);
  return local === null ? null : local - ahead * 60_000;
}

function minutesAhead(zone: string): number | null {
  const [, sign, hours = "", minutes = ""] = /^([+-])(\d{2})(\d{2})$/.exec(zone) ?? [];
  if (sign === undefined) {
    const named = ZONES[zone.toUpperCase()];
    return named === undefined ? null : named * 60;
  }
  if (Number(minutes) > 59) return null;
  return (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
}

/**
 * The moment that an HTTP date names, in milliseconds since the epoch; null when it is not one of the three forms or
 * names no real moment (30 February, 25 o'clock). The weekday is not held against the date: it adds nothing.
 */
export function parseHttpDate(text: string, now = Date.now()): number | null {
  for (const form of FORMS) {
    const fields = form.exec(text)?.groups;
    if (fields) return moment(fields, now);
  }
  return null;
}

function moment(fields: Readonly<Record<string, string>>, now: number): number | null {
  const name = fields["month"]?.toLowerCase();
  const month = MONTHS.findIndex((candidate) => candidate.toLowerCase() === name);
  const [day, hour, minute, second] = [fields["day"], fields["hour"], fields["minute"], fields["second"]].map(Number);
  if (day === undefined || hour === undefined || minute === undefined || second === undefined) return null;
  // 60 is a leap second, which the grammar allows.
  if (hour > 23 || minute > 59 || second > 60) return null;

  const date = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(fullYear(fields["year"] ?? "", now), month, day);
  if (date.getUTCMonth() !== month || date.getUTCDate() !== day) return null;
  return date.setUTCHours(hour, minute, second);
}

/** RFC 9110 §5.6.7: a two-digit year that seems more than 50 years ahead is the latest past one with those digits. */
function fullYear(digits: string, now: number): number {
  if (digits.length === 4) return Number(digits);
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + Number(digits);
  return year > thisYear + 50 ? year - 100 : year;
}
