/** Clients that are too many, or say nothing of themselves. */
export const OTHER = "other";

const MAX_LENGTH = 60;

/** Browsers and what is built of them, the most particular first: each claims to be all those after it. */
const BROWSERS: readonly (readonly [name: string, mark: RegExp])[] = [
  ["WeChat", /\bMicroMessenger\/(\d+)/],
  ["Edge", /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ["Opera", /\bOPR\/(\d+)/],
  ["Samsung Internet", /\bSamsungBrowser\/(\d+)/],
  ["Firefox", /\b(?:Firefox|FxiOS)\/(\d+)/],
  ["Chrome", /\b(?:Chrome|CriOS)\/(\d+)/],
  ["Safari", /\bVersion\/(\d+).*\bSafari\//],
];

/**
 * A user agent without what tells single clients apart: the program and its first version number, such as `okhttp 4`,
 * `Chrome 126` or `python-requests 2`.
 */
export function clientFamily(userAgent: string): string {
  if (userAgent.startsWith("Mozilla/")) {
    for (const [name, mark] of BROWSERS) {
      const version = mark.exec(userAgent)?.[1];
      if (version !== undefined) return `${name} ${version}`;
    }
  }
  const versioned = /^([A-Za-z][\w. -]*)\/v?(\d+)/.exec(userAgent.trim());
  const [, name = "", version] = versioned ?? /^([A-Za-z][\w.-]*)/.exec(userAgent.trim()) ?? [];
  if (name === "") return OTHER;
  return `${name}${version === undefined ? "" : ` ${version}`}`.slice(0, MAX_LENGTH);
}
