const FEW = 20;

export function Stock({ quantity }: { readonly quantity: number }) {
  if (quantity === 0) return <span className="stock none">Sold out</span>;
  if (quantity < FEW) return <span className="stock few">Only {quantity} left</span>;
  return <span className="stock">In stock</span>;
}
