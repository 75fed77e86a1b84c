// The program of a thread in the pool of src/media.

import { answerJobs } from '../../src/media/thread.ts';
import { pretendToRender } from './job.ts';

answerJobs(() => pretendToRender);
