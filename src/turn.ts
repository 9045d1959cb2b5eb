interface Waiting<Asked, Given> {
  readonly asked: Asked;
  readonly resolve: (given: Given) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers what is asked for in one turn of the event loop, so that it costs one transaction, round trip or query.
 * @param act gives an answer for each, in their order; where it throws, all of them fail
 * @param most how many go together; a turn with more has several goes
 */
export function byTurn<Asked, Given>(
  act: (asked: readonly Asked[]) => Promise<readonly Given[]>,
  most = 1000,
): (asked: Asked) => Promise<Given> {
  let turn: Waiting<Asked, Given>[] = [];

  const settle = async (together: readonly Waiting<Asked, Given>[]): Promise<void> => {
    try {
      const given = await act(together.map(({ asked }) => asked));
      if (given.length !== together.length) throw new TypeError("Not every question of the turn has an answer");
      for (const [i, answer] of given.entries()) together[i]?.resolve(answer);
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  };
  const end = (): void => {
    const all = turn;
    turn = [];
    for (let from = 0; from < all.length; from += most) void settle(all.slice(from, from + most));
  };

  return (asked) =>
    new Promise((resolve, reject) => {
      if (turn.push({ asked, resolve, reject }) === 1) setImmediate(end);
    });
}

/** The same for what is asked of something, such as a database: only questions to the same one go together. */
export function byTurnOf<Owner extends object, Asked, Given>(
  act: (owner: Owner, asked: readonly Asked[]) => Promise<readonly Given[]>,
  most?: number,
): (owner: Owner, asked: Asked) => Promise<Given> {
  const turns = new WeakMap<Owner, (asked: Asked) => Promise<Given>>();
  return (owner, asked) => {
    const turn = turns.get(owner) ?? byTurn((together: readonly Asked[]) => act(owner, together), most);
    turns.set(owner, turn);
    return turn(asked);
  };
}
