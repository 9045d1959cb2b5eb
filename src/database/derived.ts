/**
 * Tables that triggers keep, outside of the data model: what is in them follows from products, so that they are neither
 * moved nor compared with it. The migration that makes them says what they hold.
 */
export const derivedTables: readonly string[] = [
  "ProductSearch",
  "ProductGrams",
  // What SQLite keeps that virtual table in.
  ...["data", "idx", "docsize", "config"].map((part) => `ProductGrams_${part}`),
  "SearchWord",
  "SearchTypo",
  "CategoryCount",
  "IdCount",
];
