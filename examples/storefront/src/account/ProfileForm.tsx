import { useMutation } from "urql";
import { fragmentData, type FragmentType, graphql } from "../gql/index.ts";
import { Field } from "../parts/Field.tsx";
import { Form, type Values } from "../parts/Form.tsx";

const Profile = graphql(`
  fragment Profile on User {
    username
    firstName
    lastName
    phoneNumber
  }
`);

const UpdateMe = graphql(`
  mutation UpdateMe($input: UpdateMeInput!) {
    updateMe(input: $input) {
      nodeId
      ...Profile
    }
  }
`);

/** What is emptied is forgotten. */
const orNull = (text = ""): string | null => (text.trim() === "" ? null : text);

export function ProfileForm({ of }: { readonly of: FragmentType<typeof Profile> }) {
  const me = fragmentData(Profile, of);
  const [, updateMe] = useMutation(UpdateMe);

  // The answer has the account in it: urql asks anew for whatever shows it.
  const save = async ({ username = "", firstName, lastName, phoneNumber }: Values) => {
    const names = { firstName: orNull(firstName), lastName: orNull(lastName), phoneNumber: orNull(phoneNumber) };
    return (await updateMe({ input: { username, ...names } })).error;
  };

  return (
    <section className="panel" aria-labelledby="profile">
      <h2 id="profile">You</h2>
      <Form submit="Save" done="Saved." onSubmit={save}>
        <div className="pair">
          <Field name="firstName" label="First name" defaultValue={me.firstName ?? ""} autoComplete="given-name" />
          <Field name="lastName" label="Last name" defaultValue={me.lastName ?? ""} autoComplete="family-name" />
        </div>
        <Field name="username" label="Username" defaultValue={me.username} autoComplete="username" />
        <Field name="phoneNumber" label="Phone" type="tel" defaultValue={me.phoneNumber ?? ""} autoComplete="tel" />
      </Form>
    </section>
  );
}
