/** The heading under which a release's breaking changes stand. */
export const HEADING = "### Breaking";

/**
 * The breaking changes that the changelog tells of what is not released yet: lines `- …` under {@link HEADING}, in its
 * first section.
 */
export function toldOf(changelog: string): ReadonlySet<string> {
  const unreleased = changelog.split(/^## /m)[1] ?? "";
  const section = unreleased.split(/^(?=### )/m).find((part) => part.startsWith(`${HEADING}\n`)) ?? "";
  // An entry may be broken over lines, as the formatter likes it.
  const entries = section.slice(HEADING.length).split(/^- /m).slice(1);
  return new Set(entries.map(plain));
}

/** As it would be without Markdown's marks. */
export const plain = (text: string): string => text.replaceAll(/[`\\]/g, "").replaceAll(/\s+/g, " ").trim();
