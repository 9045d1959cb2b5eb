import { useState } from "react";
import { fragmentData, type FragmentType, graphql } from "../gql/index.ts";
import { PartIcon } from "./icons.tsx";

const Image = graphql(`
  fragment Picture on Image {
    url
    alt
  }
`);

interface Props {
  readonly of: FragmentType<typeof Image> | null | undefined;
  /** The product's name stands beside it, so that nobody needs to hear it twice. */
  readonly decorative?: boolean;
  /** It is in sight from the beginning. */
  readonly first?: boolean;
}

/** A product's picture, or a sign where there is none or it does not come. */
export function Picture({ of, decorative = false, first = false }: Props) {
  const image = fragmentData(Image, of);
  const [broken, setBroken] = useState(false);
  if (!image || broken) {
    return (
      <span className="picture empty">
        <PartIcon />
      </span>
    );
  }
  return (
    <img
      className="picture"
      src={image.url}
      alt={decorative ? "" : image.alt}
      width={720}
      height={720}
      loading={first ? "eager" : "lazy"}
      onError={() => setBroken(true)}
    />
  );
}
