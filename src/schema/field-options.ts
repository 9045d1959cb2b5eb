import type { FieldNullability, InputFieldMap, InputShapeFromFields, SchemaTypes, TypeParam } from "@pothos/core";
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
       * Of a root field: its answer says what everybody may know, and depends on nothing but its arguments and the
       * catalogue, so that it may be given to others too.
       */
      shared?: true;
    }
  }
}
