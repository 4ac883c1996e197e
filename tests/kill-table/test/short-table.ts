/** A kill between a put and its answer, and one click sent to two processes at once: the lines that ask most of a store. */
export const shortTable = ['2', '12'];
