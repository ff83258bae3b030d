"""Mail as strangers send it and servers lose it. Names carry the ids of the security rules they keep (A01, F02, …)."""
