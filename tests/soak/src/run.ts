// The long form. Run: npm run soak [-- seconds [megabytes [seed]]]
import { brokenPromises, figuresOf } from './faults.js';
import { soak } from './soak.js';

const [seconds = '60', megabytes = '200', seed = String(Date.now())] = process.argv.slice(2);
const result = await soak({ seconds: Number(seconds), megabytes: Number(megabytes), seed });
const broken = brokenPromises(result);
for (const promise of broken) process.stderr.write(`${promise}\n`);
process.stdout.write(`${figuresOf(result)}; seed ${seed}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;
