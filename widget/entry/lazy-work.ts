export { solveWork } from '../work/solve.ts';
