#!/usr/bin/env node
import { createNodeIo, run } from '../dist/cli.mjs';

process.exitCode = await run(process.argv.slice(2), createNodeIo(process));
