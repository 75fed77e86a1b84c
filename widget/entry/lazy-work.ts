export { type Puzzle, type SolveOptions, solveWork } from '../work/solve.ts';
