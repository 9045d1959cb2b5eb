const MAX_ID = 2_147_483_647;

/** Where rows go: under their old ids, unless those are taken or none that this shop can have. */
export interface IdBook {
  /** Undefined: there is no place, and `whyNot` says why. */
  place(oldId: string): number | undefined;
  whyNot(oldId: string): string;
}

interface Given {
  /** The ids that this shop has used. */
  readonly taken: ReadonlySet<number>;
  /** All old ids that want a place. */
  readonly wanted: readonly string[];
  /** Whether ids that cannot stay give way. */
  readonly offset: boolean;
}

/**
 * Gives out ids. With `offset`, a taken one is moved by the smallest power of ten (from 1,000) beyond every id of both shops,
 * so that it can be recognised; one that is no id here, such as RobynVue's long ones, gets the next after all others.
 */
export function idBook({ taken, wanted, offset }: Given): IdBook {
  const usable = wanted.map(toId).filter((id) => id !== undefined);
  const highest = [...taken, ...usable].reduce((most, id) => Math.max(most, id), 0);
  const step = 10 ** Math.max(3, String(highest).length);
  const moved = usable.some((id) => taken.has(id)) ? step : 0;
  let next = highest + moved;
  const isPossible = (id: number) => id <= MAX_ID;
  return {
    place(oldId) {
      const id = toId(oldId);
      if (id !== undefined && !taken.has(id)) return id;
      if (!offset) return undefined;
      const other = id === undefined ? (next += 1) : id + step;
      return isPossible(other) ? other : undefined;
    },
    whyNot(oldId) {
      if (offset) return "there is no room for it beyond the ids in use";
      const how = "--offset-ids gives it another one";
      if (toId(oldId) !== undefined) return `its id is taken in this shop: ${how}`;
      return `its id is no whole number from 1 to ${MAX_ID.toLocaleString("en")}: ${how}`;
    },
  };
}

function toId(text: string): number | undefined {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return id >= 1 && id <= MAX_ID ? id : undefined;
}
