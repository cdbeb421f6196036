/** What is kept beside a project and belongs into no repository. */
export const OWN_FOLDER = ".roster";
