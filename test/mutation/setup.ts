import { configureGlobal } from 'fast-check';

// The same cases for every mutant, and few of them: what only one case in hundreds notices is worth a
// test of its own.
configureGlobal({ seed: 1, numRuns: 20 });
