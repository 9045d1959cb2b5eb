/** What a route of an old contract calls fields of a GraphQL input, where snake_case is not all the difference. */
export type FieldNames = Readonly<Record<string, string>>;

/** What a client of an old contract calls a field that GraphQL has complained of: `newPassword` → `new_password`. */
export const contractName = (name: string, fieldNames: FieldNames): string =>
  fieldNames[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
