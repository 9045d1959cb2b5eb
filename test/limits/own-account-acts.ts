import { freshEmail } from "../fixtures/fresh.ts";
import { type Act, rest, viaGraphql } from "./act.ts";

const code = "000000";

/** What people do about accounts of their own. */
export const ownAccounts: readonly Act[] = [
  {
    field: "updateMe",
    limit: 20,
    doors: [
      viaGraphql("mutation ($input: UpdateMeInput!) { updateMe(input: $input) { id } }", () => ({
        input: { firstName: "Ada" },
      })),
      rest("PATCH /api/v2/me", () => ({ firstName: "Ada" })),
    ],
  },
  {
    field: "requestAddressChange",
    limit: 5,
    doors: [
      viaGraphql(
        "mutation ($input: RequestAddressChangeInput!) { requestAddressChange(input: $input) { expiresIn } }",
        () => ({ input: { email: freshEmail(), currentPassword: "wrong" } }),
        400,
      ),
      rest("POST /api/v2/address-codes", () => ({ email: freshEmail(), currentPassword: "wrong" }), 400),
    ],
  },
  {
    field: "changeAddress",
    limit: 20,
    doors: [
      viaGraphql(
        "mutation ($input: ChangeAddressInput!) { changeAddress(input: $input) { id } }",
        () => ({ input: { email: freshEmail(), code } }),
        400,
      ),
      rest("POST /api/v2/me/address", () => ({ email: freshEmail(), code }), 400),
    ],
  },
  {
    field: "exportMyData",
    limit: 20,
    doors: [viaGraphql("{ exportMyData }"), rest("GET /api/v2/me/export")],
  },
  {
    field: "deleteMe",
    limit: 10,
    doors: [
      viaGraphql(
        "mutation ($input: DeleteMeInput!) { deleteMe(input: $input) }",
        () => ({ input: { currentPassword: "wrong" } }),
        400,
      ),
      rest("POST /api/v2/me/delete", () => ({ currentPassword: "wrong" }), 400),
    ],
  },
];
