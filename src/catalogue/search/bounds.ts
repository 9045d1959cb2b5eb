/** Where searches change their way. None of this alters what is found, or its order. */
interface Bounds {
  /** How many texts with the grams that are looked for are read and sorted at once. */
  readonly few: number;
  /** How many of the first texts are looked at. */
  readonly sample: number;
  /** Which share of those has to fit so that the index of grams is not asked. */
  readonly frequent: number;
  /** How far a walk along the order goes at first: where hits are frequent, it is over sooner than the index is asked. */
  readonly step: number;
  /** A text that the index of grams leads to costs as much as so many steps along the order. */
  readonly steps: number;
  /** Which share of texts is so little that these are asked for by all of their grams, rather than looked at among others. */
  readonly little: number;
}

export const bounds: Bounds = { few: 2000, sample: 500, frequent: 0.05, step: 3000, steps: 8, little: 0.2 };
