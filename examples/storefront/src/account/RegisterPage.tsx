import { Link, Navigate } from "react-router";
import { useMutation } from "urql";
import { sessionOf } from "../api/auth.ts";
import { keepSession, useViewerId } from "../api/session.ts";
import { graphql } from "../gql/index.ts";
import { Field } from "../parts/Field.tsx";
import { Form, type Values } from "../parts/Form.tsx";
import { Title } from "../parts/Title.tsx";

/** Root fields of a mutation run one after the other, and `login` not at all when `register` has failed. */
const Register = graphql(`
  mutation Register($input: RegisterInput!, $proof: LoginInput!) {
    register(input: $input) {
      nodeId
    }
    login(input: $proof) {
      ...Tokens
    }
  }
`);

export function RegisterPage() {
  const [, register] = useMutation(Register);
  if (useViewerId() !== null) return <Navigate to="/account" replace />;

  async function signUp({ email = "", password = "", firstName = "" }: Values) {
    const { data, error } = await register({
      input: { email, password, firstName: firstName === "" ? null : firstName },
      proof: { account: email, password },
    });
    if (data) keepSession(sessionOf(data.login));
    return error;
  }

  return (
    <section className="narrow">
      <Title>Make an account</Title>
      <h1>Make an account</h1>
      <Form submit="Make an account" onSubmit={signUp}>
        <Field name="firstName" label="First name" hint="If you like." autoComplete="given-name" />
        <Field name="email" label="E-mail address" type="email" autoComplete="email" />
        <Field
          name="password"
          label="Password"
          type="password"
          hint="At least 8 characters, and none of the most common ones."
          autoComplete="new-password"
        />
      </Form>
      <p>
        You have one already? <Link to="/sign-in">Sign in</Link>
      </p>
    </section>
  );
}
