import { useMutation } from "urql";
import { fragmentData, type FragmentType, graphql } from "../gql/index.ts";

const SessionList = graphql(`
  fragment Sessions on User {
    sessions(first: 20) {
      edges {
        node {
          id
          current
          ip
          userAgent
          lastUsedAt
        }
      }
    }
  }
`);

const RevokeSession = graphql(`
  mutation RevokeSession($id: ID!) {
    revokeSession(id: $id)
  }
`);

const time = new Intl.DateTimeFormat(navigator.language, { dateStyle: "medium", timeStyle: "short" });

/** Where the account is signed in. */
export function Sessions({ of }: { readonly of: FragmentType<typeof SessionList> }) {
  const { sessions } = fragmentData(SessionList, of);
  const [{ fetching }, revoke] = useMutation(RevokeSession);
  return (
    <section className="panel" aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <ul className="sessions">
        {sessions.edges.map(({ node: { id, current, ip, userAgent, lastUsedAt } }) => (
          <li key={id}>
            <div>
              <strong>{browserOf(userAgent)}</strong>
              <span className="soft">
                {ip} · <time dateTime={lastUsedAt}>{time.format(new Date(lastUsedAt))}</time>
              </span>
            </div>
            {current ? (
              <span className="here">This one</span>
            ) : (
              <button
                type="button"
                className="button quiet small"
                disabled={fetching}
                // The answer is a mere `true`: urql has to be told what it has changed.
                onClick={() => void revoke({ id }, { additionalTypenames: ["Session"] })}
              >
                End it
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const BROWSERS = ["Firefox", "Edg", "OPR", "Chrome", "Safari"];

const browserOf = (userAgent: string): string => {
  const name = BROWSERS.find((browser) => userAgent.includes(`${browser}/`));
  const known = { Edg: "Edge", OPR: "Opera" }[name ?? ""] ?? name;
  return known ?? (userAgent.split(" ")[0] || "Unknown program");
};
