// Registers a schema that readers of the earlier one could not live with, and says what the
// registry answers.
const { SchemaRegistryClient } = require('@confluentinc/schemaregistry');

const { PLIMSOLL_REGISTRY, PLIMSOLL_AGENCY } = process.env;
const subject = `plimsoll.intake.${PLIMSOLL_AGENCY}-value`;

async function main() {
  const registry = new SchemaRegistryClient({ baseURLs: [PLIMSOLL_REGISTRY] });
  const latest = await registry.getLatestSchemaMetadata(subject);
  const schema = JSON.parse(latest.schema);
  schema.fields.find((field) => field.name === 'dataDate').type = 'string';
  try {
    await registry.register(subject, { schemaType: 'AVRO', schema: JSON.stringify(schema) });
    console.log('taken');
  } catch (error) {
    console.log(error.status, error.message);
  }
}

main();
