import { Navigate } from "react-router";
import { useQuery } from "urql";
import { useViewerId } from "../api/session.ts";
import { graphql } from "../gql/index.ts";
import { Failure } from "../parts/Message.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { ProfileForm } from "./ProfileForm.tsx";
import { Sessions } from "./Sessions.tsx";
import { SignOut } from "./SignOut.tsx";
import { Title } from "../parts/Title.tsx";

const Account = graphql(`
  query Account {
    me {
      username
      email
      firstName
      ...Profile
      ...Sessions
    }
  }
`);

export function AccountPage() {
  const viewerId = useViewerId();
  const [{ data, error, fetching }, ask] = useQuery({ query: Account, pause: viewerId === null });
  if (viewerId === null) return <Navigate to="/sign-in?to=/account" replace />;
  if (error && !fetching) return <Failure error={error} onRetry={() => ask({ requestPolicy: "network-only" })} />;
  if (!data?.me) return <div className="panels skeleton" aria-hidden="true" />;
  const { me } = data;
  return (
    <>
      <Title>Your account</Title>
      <div className="account-head">
        <div>
          <h1>Hello, {me.firstName ?? me.username}</h1>
          <p className="soft">{me.email}</p>
        </div>
        <SignOut />
      </div>
      <div className="panels">
        <ProfileForm of={me} />
        <PasswordForm account={me.email} />
        <Sessions of={me} />
      </div>
    </>
  );
}
