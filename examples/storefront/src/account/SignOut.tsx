import { useMutation } from "urql";
import { forgetSession } from "../api/session.ts";
import { graphql } from "../gql/index.ts";

const Logout = graphql(`
  mutation Logout {
    logout
  }
`);

/** Ends the session here even if the server cannot be told: its tokens end by themselves. */
export function SignOut() {
  const [, logout] = useMutation(Logout);
  const signOut = async (): Promise<void> => {
    await logout({});
    forgetSession("You are signed out.");
  };
  return (
    <button type="button" className="button quiet" onClick={() => void signOut()}>
      Sign out
    </button>
  );
}
