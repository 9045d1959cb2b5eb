import { useMutation } from "urql";
import { forgetSession } from "../api/session.ts";
import { graphql } from "../gql/index.ts";
import { Field } from "../parts/Field.tsx";
import { Form, type Values } from "../parts/Form.tsx";

const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input)
  }
`);

/** A new password ends every session of the account, this one too. */
export function PasswordForm({ account }: { readonly account: string }) {
  const [, changePassword] = useMutation(ChangePassword);
  const change = async ({ currentPassword = "", newPassword = "" }: Values) => {
    const { data, error } = await changePassword({ input: { currentPassword, newPassword } });
    if (data) forgetSession("Your password is changed. Sign in with the new one.");
    return error;
  };
  return (
    <section className="panel" aria-labelledby="password">
      <h2 id="password">Password</h2>
      <Form submit="Change password" onSubmit={change}>
        {/* So that password managers know whose it is. */}
        <input hidden readOnly name="account" autoComplete="username" value={account} />
        <Field name="currentPassword" label="Current password" type="password" autoComplete="current-password" />
        <Field
          name="newPassword"
          label="New password"
          type="password"
          hint="It signs you out everywhere."
          autoComplete="new-password"
        />
      </Form>
    </section>
  );
}
