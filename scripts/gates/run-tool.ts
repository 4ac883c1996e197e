// Runs a program of gate-tools/ on the repository: node --import tsx scripts/gates/run-tool.ts <program> [options...]
import { spawnSync } from 'node:child_process';
import { root } from '../conventions/repository.js';
import { gateTool } from './gate-tools.js';

const [name, ...options] = process.argv.slice(2);
if (name === undefined) throw new Error('Name the program to run, such as `knip`.');
const { status } = spawnSync(gateTool(name), options, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
