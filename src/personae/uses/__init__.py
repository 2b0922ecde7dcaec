"""What people do with a build, job by job. Pure: imports only the domain, numpy and pandas."""
