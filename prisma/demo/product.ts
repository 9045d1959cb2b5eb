export interface DemoProduct {
  id: number;
  model: string;
  name: string;
  /** HTML. */
  description: string;
  /** At most four decimals. */
  price: number;
  quantity: number;
  category: string;
  /** Path below `/cache/`; empty when the shop has no picture. */
  image: string;
  views: number;
}

/** Saves every product of a file from repeating the one category the file is about. */
export function inCategory(
  category: string,
  products: readonly Omit<DemoProduct, "category">[],
): readonly DemoProduct[] {
  return products.map((product) => ({ ...product, category }));
}
