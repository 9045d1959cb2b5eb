import type { FieldNullability, InputFieldMap, InputShapeFromFields, SchemaTypes, TypeParam } from "@pothos/core";
import type { Audience } from "../answers/record.ts";
import type { FieldLimits } from "../limits/limit-act.ts";
import type { FieldAudit } from "./audit-act.ts";

declare global {
  namespace PothosSchemaTypes {
    // The parameters are those of Pothos' own interface, which this one merges with.
    interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > {
      /** Of a mutation: what the audit trail says of it. All mutations are in the trail. */
      audit?: FieldAudit<InputShapeFromFields<Args>>;
      /** How often the field may be asked for; root fields have to say. */
      limits?: FieldLimits<InputShapeFromFields<Args>>;
      /**
       * Of a root field: to whom its answer may be given again. One for everybody depends on nothing but its arguments and
       * the catalogue; one for its asker, besides, on the account that asks.
       */
      shared?: Audience;
    }
  }
}
