#!/usr/bin/env node
import { run } from '../dist/emulator-cli.mjs';

process.exitCode = await run(process);
