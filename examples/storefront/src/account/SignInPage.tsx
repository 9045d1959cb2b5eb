import { useState } from "react";
import { Link, Navigate, useSearchParams } from "react-router";
import { useMutation } from "urql";
import { sessionOf } from "../api/auth.ts";
import { codesOf } from "../api/problems.ts";
import { keepSession, useViewerId } from "../api/session.ts";
import { graphql } from "../gql/index.ts";
import { Field } from "../parts/Field.tsx";
import { Form, type Values } from "../parts/Form.tsx";
import { Title } from "../parts/Title.tsx";

const Login = graphql(`
  mutation Login($input: LoginInput!) {
    login(input: $input) {
      ...Tokens
    }
  }
`);

export function SignInPage() {
  const [params] = useSearchParams();
  const [, login] = useMutation(Login);
  const [needsCode, setNeedsCode] = useState(false);
  if (useViewerId() !== null) return <Navigate to={localPath(params.get("to"))} replace />;

  async function signIn({ account = "", password = "", secondFactorCode }: Values) {
    const { data, error } = await login({ input: { account, password, secondFactorCode: secondFactorCode ?? null } });
    if (data) keepSession(sessionOf(data.login));
    if (codesOf(error).includes("SECOND_FACTOR_REQUIRED")) setNeedsCode(true);
    return error;
  }

  return (
    <section className="narrow">
      <Title>Sign in</Title>
      <h1>Sign in</h1>
      <Form submit="Sign in" onSubmit={signIn}>
        <Field name="account" label="E-mail address or username" autoComplete="username" autoCapitalize="none" />
        <Field name="password" label="Password" type="password" autoComplete="current-password" />
        {needsCode && (
          <Field
            name="secondFactorCode"
            label="Code"
            hint="From your authenticator app, or a recovery code."
            autoComplete="one-time-code"
            inputMode="numeric"
          />
        )}
      </Form>
      <p>
        New here? <Link to="/register">Make an account</Link>
      </p>
    </section>
  );
}

/** Where to go on; never to another site, whatever a link says. */
const localPath = (to: string | null): string => (to !== null && /^\/(?![/\\])/.test(to) ? to : "/account");
