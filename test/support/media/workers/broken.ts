// A drawing thread that never comes to be.

throw new Error('broken from the start');
