// Prints the partition of four that kafkajs chooses for each key given.
const { Partitioners } = require('kafkajs');

const choose = Partitioners.DefaultPartitioner();
const partitionMetadata = [0, 1, 2, 3].map((partitionId) => ({ partitionId, leader: 1 }));
for (const key of process.argv.slice(2)) {
  console.log(choose({ topic: 't', partitionMetadata, message: { key } }));
}
