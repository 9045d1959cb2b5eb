import { useEffect } from "react";

const SHOP = "Breadboard";

/** What the browser's tab says while the page is shown. */
export function Title({ children }: { readonly children: string }) {
  useEffect(() => {
    document.title = `${children} · ${SHOP}`;
    return () => {
      document.title = SHOP;
    };
  }, [children]);
  return null;
}
