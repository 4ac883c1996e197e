import definition from '../../data/pizzaorders-crd.json' with { type: 'json' };
import { type Checked, createSchemaCheck } from './schema-check.js';

/** Checks a PizzaOrder by the schema of the CRD that lies in `data/`: what does not pass, no cluster with this CRD takes. */
export function createOrderCheck(): (order: object) => Checked {
  const [version] = definition.spec.versions;
  if (version === undefined) throw new Error('The CRD has no version.');
  return createSchemaCheck(version.schema.openAPIV3Schema);
}
